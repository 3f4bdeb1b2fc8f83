variable "region" {
  type = string
}

variable "cidr" {
  type = string
}

variable "availability_zones" {
  type = number
}

variable "nat" {
  type = object({ mode = string })
}

variable "flow_logs" {
  type = object({
    enabled        = bool
    retention_days = optional(number, 30)
  })
  default = { enabled = false }
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
