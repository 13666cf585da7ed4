--TEST--
The environment arrives as it was given, empty values and values that look like numbers too, and nothing else but the name of the pipe to its parent
--SKIPIF--
<?php if (!is_readable("/proc/self/environ")) die("skip /proc is needed"); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$given = ['EMPTY' => '', 'NUMBER' => '7', 'ZERO' => '0', 'EQUALS' => 'a=b', 'BYTES' => "\xFF\n", 'ALSO_EMPTY' => '', 'SPACE' => ' '];
$text = 'by reference';
$given['REFERENCE'] = &$text;
$session = $peer->createCommandSession('cat /proc/self/environ >&2; exec cat', $given);
$seen = '';
$session->onMessage(function (LogMessage $message) use (&$seen) { $seen .= $message->message; });
tick_until($peer, function () use (&$seen) { return str_contains($seen, "REFERENCE=by reference\0"); });
$entries = explode("\0", rtrim($seen, "\0"));
// The shell adds where it is.
$entries = array_filter($entries, fn (string $entry) => !preg_match('/^(PWD|OLDPWD|SHLVL|_|STREAM_IPC_PARENT)=/', $entry));
sort($entries);
$expected = array_map(fn (string $name, string $value) => "$name=$value", array_keys($given), $given);
sort($expected);
var_dump($entries === $expected ?: $entries);
--EXPECT--
bool(true)
