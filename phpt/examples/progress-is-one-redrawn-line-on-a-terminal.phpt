--TEST--
examples/progress: on a terminal the bar is one line that is drawn again for every step
--SKIPIF--
<?php
$process = @proc_open('true', [1 => ['pty']], $pipes);
if (!is_resource($process)) {
    die('skip: this PHP has no pseudo terminals');
}
?>
--FILE--
<?php
$process = proc_open(
    escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/../../examples/progress/parent.php'),
    [['file', '/dev/null', 'r'], ['pty'], ['redirect', 1]],
    $pipes,
);
// The end of a terminal is an error to whoever reads it.
for ($screen = ''; ($chunk = @fread($pipes[1], 8192)) !== false && $chunk !== '';) {
    $screen .= $chunk;
}
$lines = explode("\r\n", $screen);
$drawings = explode("\r\e[K", $lines[0]);

var_dump(count($lines), count($drawings), $drawings[0]);
echo $drawings[1], "\n", $drawings[12], "\n", $lines[1], "\n";
var_dump($lines[2]);
echo 'exit status: ', proc_close($process), "\n";
?>
--EXPECT--
int(3)
int(13)
string(0) ""
██░░░░░░░░░░░░░░░░░░░░░░░░░░░░   8 %  January.csv
██████████████████████████████ 100 %  December.csv
12 files imported.
string(0) ""
exit status: 0
