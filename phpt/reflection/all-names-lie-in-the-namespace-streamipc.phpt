--TEST--
The extension adds classes under StreamIpc only, and three INI settings
--FILE--
<?php
$extension = new ReflectionExtension('stream_ipc');
var_dump(array_filter($extension->getClassNames(), fn($name) => !str_starts_with($name, 'StreamIpc\\')));
var_dump(count($extension->getClassNames()) >= 23);
var_dump($extension->getConstants(), $extension->getINIEntries());
--EXPECT--
array(0) {
}
bool(true)
array(0) {
}
array(3) {
  ["stream_ipc.max_frame_size"]=>
  string(1) "0"
  ["stream_ipc.send_timeout"]=>
  string(2) "60"
  ["stream_ipc.busy_poll"]=>
  string(2) "50"
}
