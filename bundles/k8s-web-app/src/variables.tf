variable "namespace" {
  type = string
}

variable "image" {
  type = object({
    repository = string
    tag        = string
  })
}

variable "port" {
  type = number
}

variable "replicas" {
  type = object({
    least = number
    most  = number
  })
}

variable "resources" {
  type = object({
    cpu              = number
    memory_megabytes = number
  })
}

variable "ingress" {
  type = object({
    enabled = bool
    host    = optional(string)
    path    = optional(string, "/")
  })
  default = { enabled = false }
}

variable "kubernetes_cluster" {
  description = "Where it runs."
  type = object({
    data = object({
      authentication = object({
        cluster = object({
          server                     = string
          certificate-authority-data = string
        })
        user = object({ token = string })
      })
    })
  })
  sensitive = true
}

variable "envs" {
  description = "The environment of the app: addresses and passwords of what it is connected to."
  type        = map(string)
  default     = {}
  sensitive   = true
}

variable "SESSION_KEY" {
  type      = string
  default   = null
  sensitive = true
}

variable "md_metadata" {
  description = "Name and tags of this instance."
  type = object({
    name_prefix = string
  })
}
