variable "engine_version" {
  type = string
}

variable "database" {
  type = string
}

variable "instance_class" {
  type = string
}

variable "storage" {
  type = object({
    gigabytes         = number
    grow_to_gigabytes = optional(number)
  })
}

variable "availability" {
  type = object({
    standby     = bool
    backup_days = number
  })
}

variable "protected" {
  type    = bool
  default = true
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

variable "vpc" {
  description = "Where it runs."
  type = object({
    data = object({
      infrastructure = object({
        arn              = string
        cidr             = string
        internal_subnets = list(object({ arn = string }))
      })
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
