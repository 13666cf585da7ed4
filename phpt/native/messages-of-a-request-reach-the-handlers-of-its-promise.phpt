--TEST--
Messages of a request reach the handlers of its promise, in order and before the reply; those of the session get the others
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/native.php';

$peer = new NativeIpcPeer();
$session = spawn_worker($peer, LOOKING_WORKER);
$seen = [];
$session->onMessage(function (LogMessage $message) use (&$seen) { $seen[] = "session: $message->message"; });
foreach (['with', 'without', 'with'] as $handlers) {
    $seen = [];
    $promise = $session->request(new LogMessage('30'), 20.0);
    if ($handlers === 'with') {
        $promise->onMessage(function (LogMessage $message) use (&$seen) { $seen[] = "one: $message->message"; });
        $promise->onMessage(function (LogMessage $message) use (&$seen) { $seen[] = "other: $message->message"; });
    }
    $promise->onResolved(function ($promise) use (&$seen) { $seen[] = 'reply: ' . $promise->await()->message; });
    $promise->await();
    echo "$handlers: ", implode(', ', $seen), "\n";
}
--EXPECT--
with: one: step 1, other: step 1, one: step 2, other: step 2, one: step 3, other: step 3, reply: done
without: session: step 1, session: step 2, session: step 3, reply: done
with: one: step 1, other: step 1, one: step 2, other: step 2, one: step 3, other: step 3, reply: done
