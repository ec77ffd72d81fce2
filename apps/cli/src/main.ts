process.stdout.write('otzyv\n');
