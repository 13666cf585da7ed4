<?php
// Prints every warning, notice and deprecation that reaches a user's error handler.

error_reporting(E_ALL);
set_error_handler(function (int $level, string $text): bool {
    echo "error handler: $text\n";
    return true;
});
