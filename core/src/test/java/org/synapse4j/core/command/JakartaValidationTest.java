package org.synapse4j.core.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.EventStore;
import org.synapse4j.core.Accounts;
import org.synapse4j.core.errors.CommandInvalidException;

/** Commands that are annotated for Jakarta Validation. */
class JakartaValidationTest {
    public record Book(
            @NotBlank(message = "is blank") String room,
            @Positive(message = "is not positive") int nights) {}

    @Test
    @DisplayName(
            "a payload that breaks its constraints is refused before its handler, with each path and message; others pass")
    void constraints() {
        try (ValidatorFactory factory = Validation.byDefaultProvider()
                        .configure()
                        .messageInterpolator(new ParameterMessageInterpolator())
                        .buildValidatorFactory();
                EventStore store = Accounts.store()) {
            CommandBus bus = CommandBus.on(store)
                    .on(Book.class, (book, context) -> book.nights())
                    .on(String.class, (text, context) -> text)
                    .validators(JakartaValidation.by(factory.getValidator()))
                    .build();
            CommandInvalidException refused =
                    assertThrows(CommandInvalidException.class, () -> bus.dispatch(new Book(" ", 0)));
            assertEquals(List.of("nights is not positive", "room is blank"), refused.violations());
            assertEquals(2, bus.dispatch(new Book("12", 2)).value());
            assertEquals("text", bus.dispatch("text").value());
        }
    }
}
