package org.synapse4j.api.errors;

import org.synapse4j.api.ViewName;

/**
 * A version of a view holds something else than its projection makes: the projection was changed, and its version was not. Nothing was written. Give
 * the changed projection a higher version, so that its view is built beside this one.
 */
public final class ViewVersionException extends PermanentException {
    private static final long serialVersionUID = 1L;

    private final transient ViewName view;

    /**
     * @param view which one
     * @param holds what it holds instead
     */
    public ViewVersionException(ViewName view, String holds) {
        super(
                "View " + view + " holds " + holds
                        + ". Give the projection a higher version, so that its view is built beside this one.",
                null);
        this.view = view;
    }

    /** The version of the view. */
    public ViewName view() {
        return view;
    }
}
