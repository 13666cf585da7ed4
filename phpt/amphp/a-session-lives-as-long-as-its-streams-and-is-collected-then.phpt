--TEST--
A session that nobody holds serves for as long as its streams are open; closed, it is collected with its peer and transport
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;

use function Amp\delay;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(30);

/** How many of these objects are still there. */
function alive(array $references): int
{
    gc_collect_cycles();

    return count(array_filter($references, fn (WeakReference $reference) => $reference->get() !== null));
}

foreach (['the session' => 'session', 'the streams' => 'streams'] as $closed => $what) {
    $peer = new AmphpIpcPeer();
    $session = start_amp_worker($peer, <<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onMessage(fn (LogMessage $message) => $session->notify($message));
        $peer->run();
        PHP, $process, $streams);
    $heard = null;
    $session->onMessage(function (LogMessage $message) use (&$heard, $peer) { $heard = $message->message; });
    $session->notify(new LogMessage('an echo'));
    $references = array_map(WeakReference::create(...), [$peer, $session, $session->getTransport()]);
    $close = $what === 'session'
        ? fn () => $references[1]->get()->close()
        : fn () => array_map(fn ($stream) => $stream->close(), $streams);
    unset($peer, $session);

    while ($heard === null) {
        delay(0.01);
    }
    echo "$heard, ", alive($references), " objects\n";
    $close();
    unset($close);
    $streams = null;
    delay(0);
    echo "$closed closed: ", alive($references), " objects\n";
}
--EXPECT--
an echo, 3 objects
the session closed: 0 objects
an echo, 3 objects
the streams closed: 0 objects
