--TEST--
Sessions that have ended cost run() nothing, even if nobody has closed them
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/processes.php';

/** How much a worker works for many requests that has so many sessions which have ended. */
function worked(int $ended): float
{
    $peer = new NativeIpcPeer();
    $worker = start_bare_worker($peer, <<<PHP
        \$peer = new NativeIpcPeer();
        for (\$i = 0; \$i < $ended; \$i++) {
            [\$ours] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
            \$session = \$peer->createStreamSession(\$ours, \$ours);
            \$session->onException(fn () => false);
            fclose(\$ours);
            \$peer->tick(0);
        }
        // Behind the others, which are looked at first.
        \$peer->createStdioSession()->onRequest(fn () => new LogMessage((string) cpu_seconds()));
        \$peer->run();
        PHP);
    $ask = fn () => (float) $worker->request(new LogMessage('how much have you worked?'))->await()->message;
    $before = $ask();
    for ($i = 0; $i < 3000; $i++) {
        $after = $ask();
    }

    return $after - $before;
}

$none = worked(0);
$many = worked(20_000);
echo $many < 5 * $none + 0.05 ? "nothing\n" : "none: $none s, many: $many s\n";
--EXPECT--
nothing
