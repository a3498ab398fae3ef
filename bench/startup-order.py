# SPDX-License-Identifier: Apache-2.0
"""The functions that ran, in the order of their first run, from callgrind's files."""
import re,sys
seen=[];have=set()
for f in sys.argv[1:]:
    names={}
    for l in open(f):
        m=re.match(r'^fn=\((\d+)\)(?: (.*))?',l)
        if m:
            if m.group(2): names[m.group(1)]=m.group(2)
            n=names.get(m.group(1))
            if n: n=re.sub(r"'\d+$",'',n)
            if n and n not in have: have.add(n); seen.append(n)
        m=re.match(r'^cfn=\((\d+)\) (.*)',l)
        if m: names[m.group(1)]=m.group(2)
print('\n'.join(seen))
