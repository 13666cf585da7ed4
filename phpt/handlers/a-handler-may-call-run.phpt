--TEST--
A handler may call run(); it returns with the end of the last session, and so does the run() around it
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $session = (new NativeIpcPeer())->createStdioSession();
    $session->notify(new LogMessage('one'));
    $session->notify(new LogMessage('two'));
    PHP);
$session->onMessage(function (LogMessage $message) use ($peer) {
    echo "$message->message begins\n";
    $peer->run();
    echo "$message->message ends\n";
});
$peer->run();
echo "done\n";
--EXPECT--
one begins
two begins
two ends
one ends
done
