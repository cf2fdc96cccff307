//! Prints a log in Apple's binary form as a line of JSON for each record, with the options and the output of
//! unifiedlog_iterator: `--mode log-archive --input DIRECTORY --format jsonl`.

use macos_unifiedlogs::cache::MemoryStringCache;
use macos_unifiedlogs::filesystem::LogarchiveProvider;
use macos_unifiedlogs::iterator::UnifiedLogIterator;
use macos_unifiedlogs::parser::{build_log, collect_timesync};
use macos_unifiedlogs::traits::{FileProvider, SourceFile};
use macos_unifiedlogs::unified_log::{LogData, UnifiedLogData};
use std::collections::HashMap;
use std::io::{BufWriter, Read, Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Writes the crate's warnings and errors to standard error, in the form of the original program.
struct StandardError;

impl log::Log for StandardError {
    fn enabled(&self, metadata: &log::Metadata) -> bool {
        metadata.level() <= log::Level::Warn
    }

    fn log(&self, record: &log::Record) {
        if self.enabled(record.metadata()) {
            eprintln!("00:00:00 [{}] {}", record.level(), record.args());
        }
    }

    fn flush(&self) {}
}

static LOGGER: StandardError = StandardError;

fn main() -> ExitCode {
    log::set_logger(&LOGGER).expect("this is the only logger");
    log::set_max_level(log::LevelFilter::Warn);
    match input(std::env::args().skip(1)).and_then(|archive| print(&archive)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

/// The archive that the options name.
fn input(mut options: impl Iterator<Item = String>) -> Result<PathBuf, String> {
    let mut values = HashMap::new();
    while let Some(name) = options.next() {
        let value = options.next().ok_or(format!("{name} has no value"))?;
        values.insert(name, value);
    }
    for (name, only) in [("--mode", "log-archive"), ("--format", "jsonl")] {
        if values.remove(name).as_deref() != Some(only) {
            return Err(format!("{name} has to be {only}"));
        }
    }
    let archive = values.remove("--input").ok_or("--input is missing")?;
    match values.keys().next() {
        Some(name) => Err(format!("{name} is not an option")),
        None => Ok(PathBuf::from(archive)),
    }
}

fn print(archive: &Path) -> Result<(), String> {
    let provider = LogarchiveProvider::new(archive);
    let cache = MemoryStringCache::default();
    let times = collect_timesync(&provider).map_err(|e| e.to_string())?;
    let mut out = BufWriter::with_capacity(1 << 16, stdout().lock());
    let mut oversize = Vec::new();
    let mut incomplete: Vec<UnifiedLogData> = Vec::new();
    for mut source in provider.tracev3_files() {
        let evidence = source.source_path().to_string();
        let mut data = Vec::new();
        source.reader().read_to_end(&mut data).map_err(|e| format!("{evidence}: {e}"))?;
        let chunks = UnifiedLogIterator { data, header: Vec::new(), evidence };
        for mut chunk in chunks {
            chunk.oversize.append(&mut oversize);
            // A record whose long value is in a later file is built at the end.
            let (records, missing) = build_log(&chunk, &provider, &cache, &times, true);
            oversize = chunk.oversize;
            write(&mut out, &records)?;
            if !missing.catalog_data.is_empty() {
                incomplete.push(missing);
            }
        }
    }
    for mut chunk in incomplete {
        chunk.oversize.clone_from(&oversize);
        let (records, _) = build_log(&chunk, &provider, &cache, &times, false);
        write(&mut out, &records)?;
    }
    out.flush().map_err(|e| e.to_string())
}

fn write(out: &mut impl Write, records: &[LogData]) -> Result<(), String> {
    for record in records {
        serde_json::to_writer(&mut *out, record).map_err(|e| e.to_string())?;
        out.write_all(b"\n").map_err(|e| e.to_string())?;
    }
    Ok(())
}
