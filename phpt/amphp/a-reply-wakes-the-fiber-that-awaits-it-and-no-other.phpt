--TEST--
A reply wakes the fiber that awaits it and no other: four times as many fibers cost four times as much
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use Amp\ByteStream\ReadableResourceStream;
use Amp\ByteStream\WritableResourceStream;
use Revolt\EventLoop;
use StreamIpc\AmphpIpcPeer;
use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(60);

/** How many callbacks the event loop has had: their names count up, a to z, aa, …. */
function callbacks(): int
{
    EventLoop::cancel($name = EventLoop::defer(fn () => null));

    return array_reduce(str_split($name), fn (int $number, string $letter) => 26 * $number + ord($letter) - 96, 0);
}

/** How many callbacks the event loop has while so many fibers await replies that come one by one. */
function callbacks_of(int $fibers): int
{
    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    stream_set_blocking($theirs, false);
    $peer = new AmphpIpcPeer();
    $session = $peer->createByteStreamSession(new WritableResourceStream($ours), [new ReadableResourceStream($ours)]);
    $before = callbacks();
    $answered = 0;
    for ($i = 0; $i < $fibers; $i++) {
        EventLoop::queue(function () use ($session, $i, &$answered) {
            $answered += (int) ($session->request(new LogMessage("$i"))->await() == new LogMessage("reply to $i"));
        });
    }
    $codec = new FrameCodec(new NativeMessageSerializer());
    $requests = [];
    $received = $sent = 0;
    EventLoop::repeat(0.0, function (string $timer) use ($theirs, $codec, $fibers, &$requests, &$received, &$sent, &$answered) {
        if ($received < $fibers) {
            $new = $codec->feed((string) fread($theirs, 1 << 16));
            $received += count($new);
            array_push($requests, ...$new);
        } elseif ($sent === $answered && $request = array_pop($requests)) {
            $reply = new LogMessage("reply to {$request->request->message}");
            fwrite($theirs, $codec->pack(new ResponseEnvelope($request->id, $reply)));
            $sent++;
        } elseif ($answered === $fibers) {
            EventLoop::cancel($timer);
        }
    });
    EventLoop::run();
    $session->close();
    echo "$answered replies\n";

    return callbacks() - $before;
}

$times = callbacks_of(60) / callbacks_of(15);
echo $times < 5 ? "four times as much\n" : "$times times as much\n";
--EXPECT--
60 replies
15 replies
four times as much
