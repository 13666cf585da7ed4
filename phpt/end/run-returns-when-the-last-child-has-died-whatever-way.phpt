--TEST--
run() returns when the last of many children has died, each in its own way
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$ways = [
    'exit' => 'exit(1);',
    'a signal' => 'posix_kill(getmypid(), SIGKILL);',
    'a fatal error' => 'ini_set("display_errors", "0"); undefined_function();',
    'half a frame' => 'fwrite(STDOUT, "\xF3\x4A\x9D\xE2half");',
    'the start of a magic' => 'fwrite(STDERR, "\xF3\x4A");',
    'closed streams' => 'fclose(STDOUT); fclose(STDERR); fgets(STDIN);',
];
$ended = [];
foreach ($ways as $way => $code) {
    $session = start_bare_worker($peer, $code);
    $session->onClose(function () use ($way, &$ended) { $ended[] = $way; });
}
$peer->run();
var_dump(count($ended), array_diff(array_keys($ways), $ended));
--EXPECT--
int(6)
array(0) {
}
