//! The figures as Prometheus reads them. Names and meanings are told in docs/operating.md.

use super::reading::{Reading, counted};
use sampan_db::Counts;
use sampan_meters::Text;

/// The whole page.
pub fn text(reading: &Reading, counts: &Counts) -> String {
    let mut text = Text::default();
    let version = env!("CARGO_PKG_VERSION");
    text.gauge("sampan_build_info", "Always 1.", &[("version", version), ("engine", reading.engine)], 1);
    lanes(&mut text, reading, counts);
    waiting(&mut text, reading);
    requests(&mut text, reading);
    if let Some(behind) = reading.index_behind {
        let micros = u64::try_from(behind.as_micros()).unwrap_or(0);
        text.gauge_time("sampan_index_lag_seconds", "Age of the oldest change that search may not show.", &[], micros);
    }
    let listings = i64::try_from(reading.index_listings).unwrap_or(i64::MAX);
    text.gauge("sampan_index_listings", "Listings in this process's search index.", &[], listings);
    text.gauge("sampan_processes", "Processes that share the workers.", &[], reading.shares.0 as i64);
    text.gauge("sampan_workers_held", "Shared workers that run in this process.", &[], reading.shares.1 as i64);
    if let Some(usage) = &reading.usage {
        let memory = i64::try_from(usage.memory).unwrap_or(i64::MAX);
        text.gauge("process_resident_memory_bytes", "Memory held.", &[], memory);
        text.counter_time("process_cpu_seconds_total", "Time on processors.", &[], usage.processor);
        if let Some(files) = usage.files.and_then(|files| i64::try_from(files).ok()) {
            text.gauge("process_open_fds", "Open files and sockets.", &[], files);
        }
    }
    text.done()
}

fn lanes(text: &mut Text, reading: &Reading, counts: &Counts) {
    let totals = [
        ("sampan_commands_total", "Commands decided.", &counts.commands),
        ("sampan_batches_total", "Batches of commands.", &counts.batches),
        ("sampan_conflicts_total", "Batches decided again.", &counts.conflicts),
        ("sampan_retries_total", "Of these, without a changed row: deadlocks, lost connections.", &counts.retries),
        ("sampan_failed_batches_total", "Batches given up.", &counts.failures),
        ("sampan_panics_total", "Commands that panicked.", &counts.panics),
        ("sampan_busy_total", "Commands that found the queue full.", &counts.busy),
    ];
    for (name, help, counter) in totals {
        text.counter(name, help, &[], counted(counter));
    }
    text.counter("sampan_statements_total", "Statements sent to the database.", &[], reading.statements);
    text.histogram("sampan_batch_commands", "Commands in a batch.", &[], &counts.sizes.read(), 0);
    text.histogram("sampan_batch_seconds", "A batch, from begin to answers.", &[], &counts.batch_times.read(), 6);
    text.histogram("sampan_commit_seconds", "A commit.", &[], &counts.commit_times.read(), 6);
    for (name, help, most) in [
        ("sampan_queue_length", "Commands that wait in a lane.", false),
        ("sampan_queue_limit", "Commands that may wait in a lane.", true),
    ] {
        for (lane, (waits, limit)) in reading.queues.iter().enumerate() {
            text.gauge(name, help, &[("lane", &lane.to_string())], if most { *limit } else { *waits } as i64);
        }
    }
}

fn waiting(text: &mut Text, reading: &Reading) {
    type Figure = fn(&sampan_db::outbox::Waiting) -> i64;
    let figures: [(&str, &str, Figure); 3] = [
        ("sampan_outbox_due", "Events that are due.", |w| w.due),
        ("sampan_outbox_failing", "Events that failed and are tried again.", |w| w.again),
        ("sampan_outbox_set_aside", "Events that were given up.", |w| w.aside),
    ];
    for (name, help, figure) in figures {
        for topic in &reading.waiting {
            text.gauge(name, help, &[("topic", &topic.topic)], figure(topic));
        }
    }
    for topic in &reading.waiting {
        let lag = topic.oldest.map_or(0, |at| reading.now.duration_since(at).as_micros().max(0));
        let lag = u64::try_from(lag).unwrap_or(0);
        let help = "Age of the oldest event that is due or failing.";
        text.gauge_time("sampan_outbox_lag_seconds", help, &[("topic", &topic.topic)], lag);
    }
}

fn requests(text: &mut Text, reading: &Reading) {
    for route in &reading.traffic {
        for (status, count) in &route.statuses {
            let status = status.to_string();
            let labels = [("method", route.method.as_str()), ("route", &route.route), ("status", &status)];
            text.counter("sampan_requests_total", "Requests answered.", &labels, *count);
        }
    }
    for route in &reading.traffic {
        let labels = [("method", route.method.as_str()), ("route", &route.route)];
        text.histogram("sampan_request_seconds", "How long answers took.", &labels, &route.times, 6);
    }
    text.gauge("sampan_requests_under_way", "Requests that are being answered.", &[], reading.under_way);
}
