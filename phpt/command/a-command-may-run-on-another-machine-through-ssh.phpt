--TEST--
A command may run on another machine: ssh carries a session
--SKIPIF--
<?php
require __DIR__ . '/../support/ssh.php';
if (ssh_is_missing()) {
    die('skip ssh and an sshd that starts are needed (Debian: openssh-client, openssh-server)');
}
?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/ssh.php';

$folder = make_ssh_folder();
$remote = worker_command(<<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(function (LogMessage $question, IpcSession $parent) {
        $parent->notify(new LogMessage('on my way'));
        return new LogMessage(getenv('SSH_CONNECTION') ? strrev($question->message) : 'not through ssh');
    });
    $peer->run();
    PHP);
// The other machine loads the extension from wherever it is installed; this one as the tests do.
$remote = 'PHP_INI_SCAN_DIR=' . escapeshellarg(getenv('PHP_INI_SCAN_DIR')) . " $remote";

$peer = new NativeIpcPeer();
$session = $peer->createCommandSession("ssh -F $folder/ssh_config worker " . escapeshellarg($remote), getenv());
$session->onMessage(function (LogMessage $message) {
    echo "$message->level: $message->message\n";
});
// Much more than a pipe or an ssh channel holds at once.
$text = str_repeat("all bytes \xF3\x4A\x9D\xE2\0\r\n~.", 100_000);
$reply = $session->request(new LogMessage($text), timeout: 30.0)->await();
var_dump($reply->message === strrev($text));

$session->onClose(function () {
    echo "closed\n";
});
$session->close();
$peer->run();
remove_ssh_folder($folder);
?>
--EXPECT--
info: on my way
bool(true)
closed
