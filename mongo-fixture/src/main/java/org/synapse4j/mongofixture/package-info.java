/**
 * The tests that both layouts share: the TCK's fixture on either server, and the tests beyond the TCK that are the same for both.
 * These show what can be seen in a server only (the commit protocol, pruning, closing, indexes, memory, options), and what is
 * left of the promises while a replica set fails.
 *
 * <p>Not here: what every storage promises, which is a rule of the TCK; servers that know no event, which are in mongo-embedded and
 * mongo-test-servers; what concerns one layout only, which is tested in its module.
 */
@NullMarked
package org.synapse4j.mongofixture;

import org.jspecify.annotations.NullMarked;
