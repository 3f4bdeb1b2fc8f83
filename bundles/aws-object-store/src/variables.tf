variable "region" {
  type = string
}

variable "versioning" {
  type = bool
}

variable "retention" {
  type = object({
    archive_after_days = optional(number)
    expire_after_days  = optional(number)
  })
  default = {}
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

variable "md_metadata" {
  description = "Name and tags of this instance."
  type = object({
    name_prefix  = string
    default_tags = optional(map(string), {})
  })
}
