/**
 * The rules PROCESS: what processes do on a storage, whoever wrote it. {@link org.synapse4j.tckprocesses.ProcessTck} is the door. What a storage is by
 * itself is held to its rules by the TCK, not here.
 */
@NullMarked
package org.synapse4j.tckprocesses;

import org.jspecify.annotations.NullMarked;
