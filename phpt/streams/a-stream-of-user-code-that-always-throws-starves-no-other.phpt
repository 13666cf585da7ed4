--TEST--
A stream of user code that throws whenever it is read ends every tick(), and starves no other session
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

/** A wrapper that always throws. */
final class Throwing
{
    public $context;

    public function stream_open(): bool
    {
        return true;
    }

    public function stream_read(int $count): string
    {
        throw new DomainException('read');
    }
}
stream_wrapper_register('throwing', Throwing::class);

$peer = new NativeIpcPeer();
$peer->createStreamSession(fopen('php://memory', 'w'), fopen('throwing://', 'r'));
[$here, $there] = session_pair($peer);
$there->onMessage(fn (LogMessage $message) => print("$message->message\n"));
foreach (['one', 'two', 'three'] as $text) {
    $here->notify(new LogMessage($text));
    try {
        $peer->tick(0.1);
        echo "no exception\n";
    } catch (DomainException $e) {
        echo "thrown: {$e->getMessage()}\n";
    }
}
?>
--EXPECT--
one
thrown: read
two
thrown: read
three
thrown: read
