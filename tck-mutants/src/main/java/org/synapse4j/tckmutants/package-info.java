/**
 * The tests of the TCK itself. For every rule there is a store that is broken in one small way, and the message with which the
 * rule rejects it; a store that does nothing fails every rule; a right store passes the rules about concurrency again and
 * again. Tests of storages do not belong here (ADR 3).
 */
@NullMarked
package org.synapse4j.tckmutants;

import org.jspecify.annotations.NullMarked;
