--TEST--
A stream_ipc.send_timeout that is no time is refused with a warning and changes nothing
--INI--
stream_ipc.send_timeout=0.2
--FILE--
<?php

ini_set('stream_ipc.send_timeout', 'soon');
var_dump(ini_get('stream_ipc.send_timeout'));
ini_set('stream_ipc.send_timeout', '2.5');
var_dump(ini_get('stream_ipc.send_timeout'));
--EXPECTF--
Warning: Invalid "stream_ipc.send_timeout" setting. "soon" is no time. It stays as it was: give seconds; 0 for no limit in %s on line %d
string(3) "0.2"
string(3) "2.5"
