/**
 * How calls fail. One root, {@link org.synapse4j.api.errors.SynapseException}; under it {@link
 * org.synapse4j.api.errors.TransientException} (the same call may succeed later) and {@link
 * org.synapse4j.api.errors.PermanentException} (it will not); under these the leaves, with typed fields. Causes of a driver
 * stay as causes. Nothing that is thrown for a programmer's null belongs here: that is a {@code NullPointerException}.
 */
@NullMarked
package org.synapse4j.api.errors;

import org.jspecify.annotations.NullMarked;
