--TEST--
Cancelling what a fiber awaits resumes it with the exception; a fiber that is destroyed meanwhile does no harm
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/native.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
[$front, $back] = session_pair($peer);
$back->onRequest(function (LogMessage $job, $session, $request) use (&$open) { return $open[] = $request; });
$inner = [];
$there->onRequest(function (LogMessage $job) use ($front, &$inner) {
    $inner[$job->message] = $front->request($job, 20.0);
    try {
        return $inner[$job->message]->await();
    } finally {
        echo "left $job->message\n";
    }
}, true);
$promises = array_map(fn ($name) => $here->request(new LogMessage($name), 20.0), ['one', 'two']);
$peer->tickFor(0.05);
$inner['one']->cancel();
echo thrown_by($promises[0]->await(...)), "\n";
// What waits in the fiber of the other one is destroyed together with its sessions.
$promises[1]->cancel();
foreach ([$here, $there, $front, $back] as $session) {
    $session->close();
}
unset($session, $promises, $here, $there, $front, $back, $inner, $open, $peer);
gc_collect_cycles();
echo "done\n";
--EXPECT--
left one
StreamIpc\Message\ErrorMessageException: Error in dispatch
left two
done
