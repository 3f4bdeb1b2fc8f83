terraform {
  required_version = ">= 1.5"
  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 2.33"
    }
  }
}

locals {
  name    = var.md_metadata.name_prefix
  labels  = { "app.kubernetes.io/name" = local.name }
  cluster = var.kubernetes_cluster.data.authentication
  secret  = merge(var.envs, var.SESSION_KEY == null ? {} : { SESSION_KEY = var.SESSION_KEY })
}

provider "kubernetes" {
  host                   = local.cluster.cluster.server
  cluster_ca_certificate = base64decode(local.cluster.cluster.certificate-authority-data)
  token                  = local.cluster.user.token
}

resource "kubernetes_secret_v1" "environment" {
  metadata {
    name      = local.name
    namespace = var.namespace
    labels    = local.labels
  }

  data = local.secret
}

resource "kubernetes_deployment_v1" "app" {
  metadata {
    name      = local.name
    namespace = var.namespace
    labels    = local.labels
  }

  spec {
    selector {
      match_labels = local.labels
    }

    template {
      metadata {
        labels = local.labels
        # New values roll the pods: Kubernetes does not do so for a secret.
        annotations = { "patchbay/environment" = nonsensitive(sha256(jsonencode(local.secret))) }
      }

      spec {
        automount_service_account_token = false

        container {
          name  = "app"
          image = "${var.image.repository}:${var.image.tag}"

          port {
            name           = "http"
            container_port = var.port
          }

          env_from {
            secret_ref {
              name = kubernetes_secret_v1.environment.metadata[0].name
            }
          }

          resources {
            requests = {
              cpu    = "${ceil(var.resources.cpu * 1000)}m"
              memory = "${var.resources.memory_megabytes}Mi"
            }
            limits = {
              memory = "${var.resources.memory_megabytes}Mi"
            }
          }

          readiness_probe {
            tcp_socket {
              port = "http"
            }
          }

          security_context {
            allow_privilege_escalation = false
            run_as_non_root            = true
          }
        }
      }
    }
  }

  lifecycle {
    # The autoscaler's business.
    ignore_changes = [spec[0].replicas]
  }
}

resource "kubernetes_horizontal_pod_autoscaler_v2" "app" {
  metadata {
    name      = local.name
    namespace = var.namespace
    labels    = local.labels
  }

  spec {
    min_replicas = var.replicas.least
    max_replicas = var.replicas.most

    scale_target_ref {
      api_version = "apps/v1"
      kind        = "Deployment"
      name        = kubernetes_deployment_v1.app.metadata[0].name
    }

    metric {
      type = "Resource"
      resource {
        name = "cpu"
        target {
          type                = "Utilization"
          average_utilization = 70
        }
      }
    }
  }
}

resource "kubernetes_service_v1" "app" {
  metadata {
    name      = local.name
    namespace = var.namespace
    labels    = local.labels
  }

  spec {
    selector = local.labels

    port {
      name        = "http"
      port        = 80
      target_port = "http"
    }
  }
}

resource "kubernetes_ingress_v1" "app" {
  count = var.ingress.enabled ? 1 : 0

  metadata {
    name      = local.name
    namespace = var.namespace
    labels    = local.labels
  }

  spec {
    rule {
      host = var.ingress.host
      http {
        path {
          path      = var.ingress.path
          path_type = "Prefix"
          backend {
            service {
              name = kubernetes_service_v1.app.metadata[0].name
              port {
                name = "http"
              }
            }
          }
        }
      }
    }
  }
}

output "api" {
  value = {
    data = {
      api = {
        hostname = var.ingress.enabled ? var.ingress.host : "${local.name}.${var.namespace}.svc.cluster.local"
        port     = var.ingress.enabled ? 443 : 80
        protocol = var.ingress.enabled ? "https" : "http"
      }
    }
    specs = {
      api = { version = var.image.tag }
    }
  }
}
