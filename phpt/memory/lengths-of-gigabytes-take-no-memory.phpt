--TEST--
Headers that announce up to 4 GiB take no memory, in sessions and in readers
--INI--
memory_limit=-1
--SKIPIF--
<?php if (!is_readable('/proc/self/status')) die('skip /proc is not there'); ?>
--FILE--
<?php

use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeFrameReader;
use StreamIpc\Transport\NativeMessageTransport;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/memory.php';

$peer = new NativeIpcPeer();
$before = resident_bytes();
foreach ([0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF] as $length) {
    $header = "\xF3\x4A\x9D\xE2" . pack('N', $length) . 'a few bytes';
    for ($i = 0; $i < 50; $i++) {
        [$sessions[], $sockets[]] = session_and_socket($peer);
        fwrite(end($sockets), $header);
    }
    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    fwrite($theirs, $header);
    $reader = new NativeFrameReader($ours, new NativeMessageSerializer());
    fclose($theirs);
    try {
        $reader->readFrameSync();
    } catch (StreamClosedException $e) {
        echo $e->getMessage(), "\n";
    }
}
$peer->tick(0);
var_dump(peak_resident_bytes() - $before < 48 << 20, memory_get_peak_usage() < 8 << 20);
var_dump(array_unique(array_map(fn ($session) => $session->isOpen(), $sessions)));
--EXPECT--
Stream closed in the middle of a frame: 19 bytes of it are lost
Stream closed in the middle of a frame: 19 bytes of it are lost
Stream closed in the middle of a frame: 19 bytes of it are lost
Stream closed in the middle of a frame: 19 bytes of it are lost
bool(true)
bool(true)
array(1) {
  [0]=>
  bool(true)
}
