--TEST--
Messages of a request that is cancelled or timed out reach nobody, and an exception in a handler loses none
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/native.php';

$peer = new NativeIpcPeer();
$session = spawn_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(function (LogMessage $job, IpcSession $session, StreamIpc\IncomingRequest $request) {
        for ($step = 1; $step <= 3; $step++) {
            usleep(10_000);
            $request->notify(new LogMessage("step $step"));
        }
        return $job;
    });
    $peer->run();
    PHP);
get_acquainted($session);
$session->onMessage(function (LogMessage $message) { echo "session: $message->message\n"; });
$cancelled = $session->request(new LogMessage('0'), 20.0);
$cancelled->onMessage(function (LogMessage $message) use ($cancelled) {
    echo "$message->message, cancelled\n";
    $cancelled->cancel();
});
tick_until($peer, $cancelled->isResolved(...));

$throwing = $session->request(new LogMessage('0'), 20.0);
$throwing->onMessage(fn (LogMessage $message) => throw new DomainException($message->message));
for ($throws = 0; !$throwing->isResolved();) {
    try {
        $peer->tick();
    } catch (DomainException $e) {
        echo 'thrown: ', $e->getMessage(), "\n";
    }
}
echo $throwing->await()->message, "\n";
--EXPECT--
step 1, cancelled
thrown: step 1
thrown: step 2
thrown: step 3
0
