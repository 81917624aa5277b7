resource "kubernetes_daemonset" "agent" {
  metadata {
    name = "agent"
  }
  spec {
    selector {
      match_labels = { app = "agent" }
    }
    strategy {
      type = "RollingUpdate"
      rolling_update {
        max_unavailable = "10%"
      }
    }
    template {
      metadata {
        labels      = { app = "agent" }
        annotations = { "example.com/team" = "platform" }
      }
      spec {
        host_pid            = true
        priority_class_name = "agents"
        security_context {
          supplemental_groups = [1000]
          sysctl {
            name  = "net.core.somaxconn"
            value = "1024"
          }
        }
        affinity {
          node_affinity {
            required_during_scheduling_ignored_during_execution {
              node_selector_term {
                match_expressions {
                  key      = "kubernetes.io/os"
                  operator = "In"
                  values   = ["linux"]
                }
              }
            }
          }
          pod_anti_affinity {
            required_during_scheduling_ignored_during_execution {
              topology_key = "kubernetes.io/hostname"
              label_selector {
                match_labels = { app = "agent" }
              }
            }
            preferred_during_scheduling_ignored_during_execution {
              weight = 1
              pod_affinity_term {
                topology_key = "topology.kubernetes.io/zone"
              }
            }
          }
        }
        toleration {
          operator = "Exists"
        }
        host_aliases {
          ip        = "10.0.0.1"
          hostnames = ["registry"]
        }
        image_pull_secrets {
          name = "registry"
        }
        init_container {
          name  = "prepare"
          image = "registry.example.com/prepare:1"
          env_from {
            secret_ref {
              name = "agent"
            }
          }
        }
        container {
          name  = "agent"
          image = "registry.example.com/agent:1"
          args  = ["--verbose", ""]
          port {
            container_port = 9100
            host_port      = 9100
            host_ip        = "127.0.0.1"
          }
          liveness_probe {
            tcp_socket {
              port = "metrics"
            }
          }
          lifecycle {
            pre_stop {
              exec {
                command = ["/bin/stop"]
              }
            }
          }
          security_context {
            run_as_user = "0"
            seccomp_profile {
              type = "RuntimeDefault"
            }
          }
        }
        volume {
          name = "identity"
          projected {
            default_mode = "0440"
            sources {
              service_account_token {
                path     = "token"
                audience = "vault"
              }
              config_map {
                name = "roots"
                items {
                  key  = "ca.crt"
                  path = "ca.crt"
                  mode = "0400"
                }
              }
            }
          }
        }
        volume {
          name = "config"
          config_map {
            name = "agent"
          }
        }
        volume {
          name = "keys"
          secret {
            secret_name = "keys"
          }
        }
        volume {
          name = "pods"
          downward_api {
            items {
              path = "labels"
              field_ref {
                field_path = "metadata.labels"
              }
            }
          }
        }
      }
    }
  }
}

resource "kubernetes_job_v1" "migrate" {
  metadata {
    generate_name = "migrate-"
  }
  spec {
    ttl_seconds_after_finished = "0"
    template {
      metadata {}
      spec {
        restart_policy = "Never"
        security_context {}
        container {
          name  = "migrate"
          image = "registry.example.com/migrate:1"
        }
      }
    }
  }
  wait_for_completion = false
}

resource "kubernetes_pod_v1" "debug" {
  metadata {
    name      = "debug"
    namespace = "tools"
  }
  spec {
    container {
      name  = "debug"
      image = "registry.example.com/debug:1"
    }
  }
}

resource "kubernetes_persistent_volume_v1" "disk" {
  metadata {
    name = "disk"
  }
  spec {
    capacity     = { storage = "10Gi" }
    access_modes = ["ReadWriteOnce"]
    persistent_volume_source {
      csi {
        driver        = "ebs.csi.aws.com"
        volume_handle = "vol-1"
      }
    }
    node_affinity {
      required {
        node_selector_term {
          match_expressions {
            key      = "zone"
            operator = "Exists"
          }
        }
      }
    }
  }
}

resource "kubernetes_persistent_volume_claim_v1" "disk" {
  metadata {
    name = "disk"
  }
  spec {
    access_modes = ["ReadWriteOnce"]
    resources {
      requests = { storage = "10Gi" }
    }
    volume_name = "disk"
  }
  wait_until_bound = false
}

resource "kubernetes_storage_class_v1" "zonal" {
  metadata {
    name = "zonal"
  }
  storage_provisioner = "ebs.csi.aws.com"
  allowed_topologies {
    match_label_expressions {
      key    = "topology.kubernetes.io/zone"
      values = ["eu-central-1a"]
    }
  }
}

resource "kubernetes_default_service_account_v1" "default" {
  metadata {
    namespace = "tools"
  }
  automount_service_account_token = false
  image_pull_secret {
    name = "registry"
  }
}

resource "kubernetes_limit_range_v1" "defaults" {
  metadata {
    name = "defaults"
  }
  spec {
    limit {
      type    = "Container"
      default = { memory = "256Mi" }
    }
  }
}

resource "kubernetes_resource_quota_v1" "quota" {
  metadata {
    name = "quota"
  }
  spec {
    hard = { pods = 10 }
  }
}

resource "kubernetes_priority_class_v1" "agents" {
  metadata {
    name = "agents"
  }
  value = 1000
}

resource "kubernetes_horizontal_pod_autoscaler_v2" "web" {
  metadata {
    name = "web"
  }
  spec {
    max_replicas = 4
    scale_target_ref {
      kind = "Deployment"
      name = "web"
    }
    metric {
      type = "Pods"
      pods {
        metric {
          name = "requests"
          selector {
            match_labels = { verb = "GET" }
          }
        }
        target {
          type          = "AverageValue"
          average_value = "10"
        }
      }
    }
    behavior {
      scale_down {
        select_policy = "Max"
        policy {
          period_seconds = 60
          type           = "Pods"
          value          = 1
        }
      }
    }
  }
}

resource "kubernetes_validating_webhook_configuration_v1" "policy" {
  metadata {
    name = "policy"
  }
  webhook {
    name                      = "policy.example.com"
    admission_review_versions = ["v1"]
    side_effects              = "None"
    client_config {
      service {
        name      = "policy"
        namespace = "policy"
        port      = 443
      }
    }
    namespace_selector {
      match_labels = { policed = "true" }
    }
    rule {
      api_groups   = [""]
      api_versions = ["v1"]
      operations   = ["CREATE"]
      resources    = ["pods"]
    }
  }
}

resource "kubernetes_role_binding_v1" "readers" {
  metadata {
    name      = "readers"
    namespace = "tools"
  }
  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "Role"
    name      = "reader"
  }
  subject {
    kind      = "Group"
    name      = "system:authenticated"
    api_group = "rbac.authorization.k8s.io"
  }
}

resource "kubernetes_ingress_v1" "plain" {
  metadata {
    name        = "plain"
    annotations = { "nginx.ingress.kubernetes.io/ssl-redirect" = "true" }
  }
  spec {
    ingress_class_name = "nginx"
    default_backend {
      service {
        name = "web"
        port {
          name = "http"
        }
      }
    }
    tls {
      hosts       = ["shop.example.com"]
      secret_name = "shop-tls"
    }
  }
}

resource "kubernetes_network_policy_v1" "ports" {
  metadata {
    name = "ports"
  }
  spec {
    pod_selector {}
    policy_types = ["Egress"]
    egress {
      ports {
        port     = "8000"
        end_port = 8100
        protocol = "TCP"
      }
    }
    egress {}
  }
}

resource "kubernetes_service_v1" "external" {
  metadata {
    name = "external"
  }
  spec {
    type                        = "LoadBalancer"
    external_ips                = ["192.0.2.1"]
    load_balancer_source_ranges = ["10.0.0.0/8"]
    external_traffic_policy     = "Local"
    port {
      name        = "https"
      port        = 443
      target_port = "https"
    }
  }
}
