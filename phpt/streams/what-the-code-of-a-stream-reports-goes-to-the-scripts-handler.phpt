--TEST--
Warnings of a stream wrapper's own code go to the script's error handler, and are shown without one
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

/** A wrapper that complains while it is written to. */
final class Complaining
{
    public $context;

    public function stream_open(): bool
    {
        return true;
    }

    public function stream_write(string $bytes): int
    {
        trigger_error('one of its own');
        strpos('short', 'x', strlen('short'));
        echo $undefined;

        return strlen($bytes);
    }
}
stream_wrapper_register('complaining', Complaining::class);
$session = (new NativeIpcPeer())->createStreamSession(fopen('complaining://', 'w'), fopen('php://memory', 'r'));

$session->notify(new LogMessage('shown'));
set_error_handler(function (int $level, string $text): bool {
    echo "handled: $text\n";

    return true;
});
$session->notify(new LogMessage('handled'));
set_error_handler(fn () => print("not for notices\n"), E_WARNING & ~E_WARNING);
$session->notify(new LogMessage('masked'));
restore_error_handler();
trigger_error('the handler is back');
set_error_handler(static fn (int $level, string $text) => throw new ErrorException($text));
try {
    $session->notify(new LogMessage('thrown'));
} catch (ErrorException $e) {
    echo "thrown: {$e->getMessage()}\n";
}
?>
--EXPECTF--

Notice: one of its own in %s on line %d

Warning: Undefined variable $undefined in %s on line %d
handled: one of its own
handled: Undefined variable $undefined

Notice: one of its own in %s on line %d

Warning: Undefined variable $undefined in %s on line %d
handled: the handler is back
thrown: one of its own
