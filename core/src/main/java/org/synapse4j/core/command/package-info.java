/**
 * Commands: a bus that runs each in a unit of work of its own, by the handler of its class; a gateway in front of it, to wait for what it
 * leads to or not. The bus is {@link org.synapse4j.core.command.CommandBus}. No process is known here.
 */
@NullMarked
package org.synapse4j.core.command;

import org.jspecify.annotations.NullMarked;
