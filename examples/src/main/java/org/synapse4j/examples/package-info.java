/**
 * Programs to read and run. What they do is in packages of their own, written against {@link org.synapse4j.api.EventStore}
 * only; here is what starts them. Nothing that another module uses belongs here.
 */
@NullMarked
package org.synapse4j.examples;

import org.jspecify.annotations.NullMarked;
