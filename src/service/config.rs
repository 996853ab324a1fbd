//! Settings of the service: from flags and environment, each with its unit and default.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

/// How the service runs.
#[derive(Clone, Debug, Args)]
pub struct Config {
    /// Address to listen at. Beyond loopback is refused while there is no sign-in.
    #[arg(long, env = "SCHAKEL_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Names of this server in addresses, besides those of this machine for itself: a request to another name is
    /// refused.
    #[arg(long, env = "SCHAKEL_HOSTS", value_delimiter = ',', value_name = "NAME,NAME")]
    pub hosts: Vec<String>,
    /// The database: a file of SQLite, made when absent.
    #[arg(long, env = "SCHAKEL_DATABASE", default_value = "schakel.db", value_name = "FILE")]
    pub database: PathBuf,
    /// The folder of networks that scenarios name; `networks` beside the database when none is named.
    #[arg(long, env = "SCHAKEL_NETWORKS", value_name = "FOLDER")]
    pub networks: Option<PathBuf>,
    /// Whose data this server shows. One database may hold that of several owners; none sees another's.
    #[arg(long, env = "SCHAKEL_OWNER", default_value = "local", value_name = "NAME")]
    pub owner: String,
    /// Most solves at once. Each has a process of its own.
    #[arg(long, env = "SCHAKEL_SOLVES", default_value_t = 1, value_name = "N")]
    pub solves: usize,
    /// Most solves that wait; one more is answered with 503.
    #[arg(long, env = "SCHAKEL_QUEUE_MAX", default_value_t = 100, value_name = "N")]
    pub queue_max: usize,
    /// How often a solve is begun before it counts as failed: a crash of the solver or of the machine ends an attempt.
    #[arg(long, env = "SCHAKEL_ATTEMPTS_MAX", default_value_t = 3, value_name = "N")]
    pub attempts_max: u32,
    /// Longest solve when the request names none, seconds.
    #[arg(long, env = "SCHAKEL_TIME_LIMIT_S", default_value_t = 600, value_name = "SECONDS")]
    pub time_limit_s: u32,
    /// Regions kept in memory, ready to be asked, and as many plans.
    #[arg(long, env = "SCHAKEL_RESIDENTS", default_value_t = 4, value_name = "N")]
    pub residents: usize,
    /// Largest scenario, MiB of JSON after unpacking.
    #[arg(long, env = "SCHAKEL_SCENARIO_MIB_MAX", default_value_t = 2048, value_name = "MIB")]
    pub scenario_mib_max: u64,
    /// The program whose `solve` works plans out, in processes of their own; this program when none is named.
    #[arg(long, env = "SCHAKEL_SOLVER", value_name = "FILE", hide = true)]
    pub solver: Option<PathBuf>,
    /// Starts with an empty database, without the demo region.
    #[arg(long)]
    pub empty: bool,
}

impl Config {
    /// The folder of the database.
    pub fn folder(&self) -> PathBuf {
        match self.database.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        }
    }
}
