terraform {
  required_version = ">= 1.4"
}

variable "port" {
  type = number
}

variable "max_memory_megabytes" {
  type    = number
  default = 64
}

variable "eviction" {
  type    = string
  default = "allkeys-lru"
}

variable "network" {
  description = "The network resource, when one is connected."
  type        = any
  default     = null
}

locals {
  address = try(var.network.data.infrastructure.address, "127.0.0.1")
  port    = var.port + try(var.network.data.infrastructure.port_offset, 0)
}

# The folder of the data. setup.mjs makes up a password and leaves it in password_file, so that it
# is neither in the plan nor in what the provisioners print.
resource "terraform_data" "store" {
  input = {
    password_file = "${path.module}/password"
  }

  provisioner "local-exec" {
    command = "node setup.mjs create"
  }

  provisioner "local-exec" {
    when    = destroy
    command = "node setup.mjs remove"
  }
}

# The process. It stops and starts without losing the data.
resource "terraform_data" "server" {
  input = {
    address = local.address
    port    = local.port
  }
  triggers_replace = {
    store      = terraform_data.store.id
    address    = local.address
    port       = local.port
    max_memory = var.max_memory_megabytes
    eviction   = var.eviction
  }

  provisioner "local-exec" {
    command = "node setup.mjs start"
    environment = {
      SETTINGS = jsonencode({
        address    = local.address
        port       = local.port
        max_memory = "${var.max_memory_megabytes}mb"
        eviction   = var.eviction
      })
    }
  }

  provisioner "local-exec" {
    when    = destroy
    command = "node setup.mjs stop"
  }
}

output "authentication" {
  description = "Known once the server is up."
  sensitive   = true
  value = {
    data = {
      authentication = {
        username = "default"
        password = try(trimspace(file(terraform_data.store.output.password_file)), null)
        hostname = terraform_data.server.output.address
        port     = terraform_data.server.output.port
      }
    }
    specs = {
      cache = {
        engine  = "redis"
        version = try(trimspace(file("${dirname(terraform_data.store.output.password_file)}/version")), null)
      }
    }
  }
}
