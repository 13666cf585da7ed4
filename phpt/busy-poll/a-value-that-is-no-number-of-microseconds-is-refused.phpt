--TEST--
A stream_ipc.busy_poll that is no number of microseconds is refused with a warning and changes nothing
--INI--
stream_ipc.busy_poll=20
--FILE--
<?php

set_error_handler(function (int $level, string $message) { echo $message, "\n"; });
foreach (['long', '-1', '1.5', '', '4294967296', '0', '75'] as $value) {
    ini_set('stream_ipc.busy_poll', $value);
    var_dump(ini_get('stream_ipc.busy_poll'));
}
ini_restore('stream_ipc.busy_poll');
var_dump(ini_get('stream_ipc.busy_poll'));
--EXPECT--
Invalid "stream_ipc.busy_poll" setting. "long" is no number of microseconds. It stays as it was: give microseconds; 0 to sleep at once
string(2) "20"
Invalid "stream_ipc.busy_poll" setting. "-1" is no number of microseconds. It stays as it was: give microseconds; 0 to sleep at once
string(2) "20"
Invalid "stream_ipc.busy_poll" setting. "1.5" is no number of microseconds. It stays as it was: give microseconds; 0 to sleep at once
string(2) "20"
Invalid "stream_ipc.busy_poll" setting. "" is no number of microseconds. It stays as it was: give microseconds; 0 to sleep at once
string(2) "20"
Invalid "stream_ipc.busy_poll" setting. "4294967296" is no number of microseconds. It stays as it was: give microseconds; 0 to sleep at once
string(2) "20"
string(1) "0"
string(2) "75"
string(2) "20"
