package dev.atsharness.log;

/**
 * The violations that more than one log has, because the logs overlap. Each is counted once.
 *
 * @param count number of messages that were left out
 * @param complete whether all were compared; if not, there were too many, and some may be counted
 *     twice
 */
public record Repeats(long count, boolean complete) {}
