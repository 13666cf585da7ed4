<?php
// Shows each message in one line. Leaves out the stack trace of an ErrorMessage, which holds paths.

use StreamIpc\Message\{ErrorMessage, LogMessage, Message};

function show(Message ...$messages): void
{
    foreach ($messages as $message) {
        echo match (true) {
            $message instanceof LogMessage => "$message->level: " . addcslashes($message->message, "\0..\37\177..\377\\"),
            $message instanceof ErrorMessage => 'ErrorMessage: ' . explode("\n#0 ", $message->toString())[0],
            default => $message::class . ' ' . json_encode($message, JSON_PARTIAL_OUTPUT_ON_ERROR),
        }, "\n";
    }
}
