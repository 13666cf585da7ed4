--TEST--
The extension adds classes under StreamIpc only, and one INI setting
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
array(1) {
  ["stream_ipc.max_frame_size"]=>
  string(1) "0"
}
