//! Being asked to stop.

/// Resolves when somebody asks this process to stop: Ctrl+C, and what else the system has for it
/// (Ctrl+Break, as Kudu's console may send; a console window that is closed, a container that is
/// stopped; SIGTERM). If the system cannot tell, never.
pub async fn requested() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                _ = ctrl_c() => {}
                _ = terminate.recv() => {}
            },
            Err(_) => ctrl_c().await,
        }
    }
    #[cfg(windows)]
    {
        use tokio::signal::windows::{ctrl_break, ctrl_close, ctrl_shutdown};
        match (ctrl_break(), ctrl_close(), ctrl_shutdown()) {
            (Ok(mut ctrl_break), Ok(mut close), Ok(mut shutdown)) => tokio::select! {
                _ = ctrl_c() => {}
                _ = ctrl_break.recv() => {}
                _ = close.recv() => {}
                _ = shutdown.recv() => {}
            },
            _ => ctrl_c().await,
        }
    }
    #[cfg(not(any(unix, windows)))]
    ctrl_c().await;
}

async fn ctrl_c() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
