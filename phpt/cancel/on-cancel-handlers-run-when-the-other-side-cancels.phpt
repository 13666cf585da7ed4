--TEST--
onCancel() handlers of a request that is answered later, or in a fiber, run when the other side cancels it
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/native.php';

$peer = new NativeIpcPeer();
$session = spawn_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $note = fn (string $text) => $session->notify(new LogMessage($text));
    $session->onRequest(function (LogMessage $job, IpcSession $session, StreamIpc\IncomingRequest $request) use ($note) {
        if ($job->message !== 'later') return null;
        $request->onCancel(fn () => $note('cancelled later, ' . json_encode($request->isCancelled())));
        $note('began later');
        return $request;
    });
    $session->onRequest(function (LogMessage $job, IpcSession $session, StreamIpc\IncomingRequest $request) use ($note) {
        if ($job->message === '0') return $job;
        $inner = $session->request(new LogMessage('inner'), 20.0);
        $request->onCancel(fn () => $inner->cancel());
        $note('began fiber');
        try {
            return $inner->await();
        } catch (StreamIpc\Transport\CancelledException) {
            $note('cancelled fiber, ' . json_encode($request->isCancelled()));
            return new LogMessage('nobody waits for it');
        }
    }, true);
    $peer->run();
    PHP);
get_acquainted($session);
$session->onRequest(function (LogMessage $inner, $session, $request) use (&$open) { return $open = $request; });
$seen = [];
$session->onMessage(function (LogMessage $message) use (&$seen) { $seen[] = $message->message; });
foreach (['later', 'fiber'] as $kind) {
    $promise = $session->request(new LogMessage($kind), 20.0);
    tick_until($peer, function () use (&$seen, $kind) { return in_array("began $kind", $seen); });
    $promise->cancel();
    tick_until($peer, function () use (&$seen, $kind) { return in_array("cancelled $kind, true", $seen); });
}
echo implode("\n", $seen), "\n";
--EXPECT--
began later
cancelled later, true
began fiber
cancelled fiber, true
