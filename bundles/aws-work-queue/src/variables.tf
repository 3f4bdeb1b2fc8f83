variable "region" {
  type = string
}

variable "visibility_timeout" {
  type = number
}

variable "attempts" {
  type = number
}

variable "keep_days" {
  type = number
}

variable "aws_authentication" {
  description = "The role to provision with."
  type = object({
    data = object({
      arn         = string
      external_id = optional(string)
    })
  })
}

variable "topic" {
  description = "The topic to subscribe to, when one is connected."
  type = object({
    data = object({
      infrastructure = object({ arn = string })
    })
  })
  default = null
}

variable "md_metadata" {
  description = "Name and tags of this instance."
  type = object({
    name_prefix  = string
    default_tags = optional(map(string), {})
  })
}
