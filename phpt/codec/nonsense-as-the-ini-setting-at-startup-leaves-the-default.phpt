--TEST--
An invalid stream_ipc.max_frame_size when PHP starts is a warning, and the default holds
--FILE--
<?php
$print = 'echo json_encode(ini_get("stream_ipc.max_frame_size")), "\n";';
$options = ['-d', 'stream_ipc.max_frame_size=10MB', '-d', 'display_errors=1', '-d', 'html_errors=0'];
$command = implode(' ', array_map(escapeshellarg(...), [PHP_BINARY, ...$options, '-r', $print]));
echo shell_exec("$command 2>&1");
--EXPECTF--
%AWarning:%wInvalid "stream_ipc.max_frame_size" setting. Invalid quantity "10MB": unknown multiplier "B". It stays as it was: give bytes, or a number with K, M or G; 0 for no limit in Unknown on line 0
%A"0"
