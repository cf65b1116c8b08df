package org.synapse4j.tck.suites;

/** The rules FEED: the feed. */
public final class FeedRules {}
