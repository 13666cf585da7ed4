--TEST--
PHP's warnings about a stream go into the exception, and neither to the error handler nor to the output
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

/** A wrapper that cannot be written to, as its class lacks the method. */
final class Deaf
{
    public $context;

    public function stream_open(): bool
    {
        return true;
    }
}
stream_wrapper_register('deaf', Deaf::class);

/** A stream with a filter whose other side is gone. */
function filtered_and_gone()
{
    [$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    stream_filter_append($here, 'string.rot13');
    fclose($there);

    return $here;
}

$streams = [
    'a filter' => filtered_and_gone(...),
    'a filter on a pipe' => fn () => popen('exec true', 'w'),
    'memory' => fn () => fopen('php://memory', 'r'),
    'a wrapper' => fn () => fopen('deaf://', 'w'),
];
set_error_handler(static fn (int $level, string $text) => throw new ErrorException($text));
foreach ($streams as $name => $open) {
    $stream = $open();
    if ($name === 'a filter on a pipe') {
        stream_filter_append($stream, 'string.rot13');
        usleep(1000);
    }
    $peer = new NativeIpcPeer();
    [$here, $there] = session_pair($peer);
    $there->onMessage(fn (LogMessage $message) => print("$message->message\n"));
    $session = $peer->createStreamSession($stream, fopen('php://memory', 'r'));
    foreach (['notify', 'request'] as $method) {
        try {
            do {
                $session->$method(new LogMessage('anyone there?'));
            } while ($name === 'a filter on a pipe');
            echo "$name: sent\n";
        } catch (Throwable $e) {
            echo "$name: ", $e::class, ": {$e->getMessage()}\n";
        }
    }
    $here->notify(new LogMessage('the others go on'));
    tick_until($peer, fn () => $there->getStats()['messages_received'] > 0);
}
var_dump(error_get_last());
?>
--EXPECTF--
a filter: StreamIpc\Transport\StreamClosedException: Cannot send a frame of %d bytes: Send of %d bytes failed with errno=32 Broken pipe
a filter: StreamIpc\Transport\StreamClosedException: Cannot send a frame of %d bytes: Send of %d bytes failed with errno=32 Broken pipe
the others go on
a filter on a pipe: StreamIpc\Transport\StreamClosedException: Cannot send a frame of %d bytes: Write of %d bytes failed with errno=32 Broken pipe
a filter on a pipe: StreamIpc\Transport\StreamClosedException: Cannot send a frame of %d bytes: Write of %d bytes failed with errno=32 Broken pipe
the others go on
memory: StreamIpc\Transport\StreamClosedException: Cannot send a frame of %d bytes: the stream takes no more
memory: StreamIpc\Transport\StreamClosedException: Cannot send a frame of %d bytes: the stream takes no more
the others go on
a wrapper: StreamIpc\Transport\StreamClosedException: Cannot send a frame of %d bytes: %sstream_write is not implemented!
a wrapper: StreamIpc\Transport\StreamClosedException: Cannot send a frame of %d bytes: %sstream_write is not implemented!
the others go on
NULL
