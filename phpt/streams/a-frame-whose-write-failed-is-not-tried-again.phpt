--TEST--
A session does not retry a frame whose write failed, and starves no other session
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

/** A wrapper that throws whenever it is written to. */
final class Throwing
{
    public static int $writes = 0;
    public $context;

    public function stream_open(): bool
    {
        return true;
    }

    public function stream_write(string $bytes): int
    {
        throw new DomainException('write ' . ++self::$writes);
    }
}
stream_wrapper_register('throwing', Throwing::class);

$peer = new NativeIpcPeer();
$failing = $peer->createStreamSession(fopen('throwing://', 'w'), fopen('php://memory', 'r'));
[$here, $there] = session_pair($peer);
$there->onRequest(fn (LogMessage $question) => new LogMessage("re: $question->message"));
foreach ([1, 2] as $attempt) {
    try {
        $failing->notify(new LogMessage('never'));
    } catch (Exception $e) {
        echo $e::class, ': ', $e->getMessage(), "\n";
    }
}
foreach ([1, 2, 3] as $turn) {
    echo $here->request(new LogMessage("turn $turn"), 5.0)->await()->message, "\n";
}
echo Throwing::$writes, " write\n";
?>
--EXPECTF--
DomainException: write 1
StreamIpc\Transport\StreamClosedException: Cannot send a frame of %d bytes: the stream takes no more
re: turn 1
re: turn 2
re: turn 3
1 write
