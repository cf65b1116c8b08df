package org.synapse4j.core.command;

import jakarta.validation.Validator;
import java.util.List;
import java.util.Objects;

/**
 * Says what Jakarta Validation says of a payload: each violation as a path and a message. The module {@code jakarta.validation} and a
 * provider are the application's; without this class nothing asks for them. Thread-safe.
 *
 * <pre>{@code
 * bus.validators(JakartaValidation.by(Validation.buildDefaultValidatorFactory().getValidator()))
 * }</pre>
 */
public final class JakartaValidation implements CommandValidator {
    private final Validator validator;

    private JakartaValidation(Validator validator) {
        this.validator = Objects.requireNonNull(validator, "validator");
    }

    /** By this validator, whose factory is the application's to close. */
    @SuppressWarnings("exports") // who calls this has the module
    public static JakartaValidation by(Validator validator) {
        return new JakartaValidation(validator);
    }

    @Override
    public List<String> violations(Object payload) {
        return validator.validate(payload).stream()
                .map(violation -> violation.getPropertyPath() + " " + violation.getMessage())
                .sorted()
                .toList();
    }
}
