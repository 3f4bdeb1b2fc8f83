terraform {
  required_version = ">= 1.4"
}

variable "port" {
  type = number
}

variable "username" {
  type    = string
  default = "app"
}

variable "database" {
  type    = string
  default = "app"
}

variable "max_connections" {
  type    = number
  default = 20
}

variable "shared_buffers_megabytes" {
  type    = number
  default = 32
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

# The files on disk. setup.mjs makes up a password and leaves it in password_file, so that it is
# neither in the plan nor in what the provisioners print.
resource "terraform_data" "cluster" {
  input = {
    password_file = "${path.module}/password"
  }
  triggers_replace = {
    username = var.username
  }

  provisioner "local-exec" {
    command = "node setup.mjs create"
    environment = {
      SETTINGS = jsonencode({ username = var.username })
    }
  }

  provisioner "local-exec" {
    when    = destroy
    command = "node setup.mjs remove"
  }
}

# The process. It stops and starts without losing the files.
resource "terraform_data" "server" {
  input = {
    address = local.address
    port    = local.port
  }
  triggers_replace = {
    cluster         = terraform_data.cluster.id
    address         = local.address
    port            = local.port
    database        = var.database
    max_connections = var.max_connections
    shared_buffers  = var.shared_buffers_megabytes
  }

  provisioner "local-exec" {
    command = "node setup.mjs start"
    environment = {
      SETTINGS = jsonencode({
        address         = local.address
        port            = local.port
        database        = var.database
        max_connections = var.max_connections
        shared_buffers  = "${var.shared_buffers_megabytes}MB"
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
        username = var.username
        password = try(trimspace(file(terraform_data.cluster.output.password_file)), null)
        hostname = terraform_data.server.output.address
        port     = terraform_data.server.output.port
        database = var.database
      }
    }
    specs = {
      rdbms = {
        engine  = "postgresql"
        version = try(trimspace(file("${dirname(terraform_data.cluster.output.password_file)}/version")), null)
      }
    }
  }
}
