// SPDX-License-Identifier: Apache-2.0

/// A script that looks at the page from inside, uses it, and says what is wrong with it.
enum Audit {
    /// The page with the script in it, and with the axe rules where they are known.
    static func page(_ html: String, axe: String?) -> String {
        let rules = axe.map { "<script>\($0)</script>" } ?? ""
        return html.replacingEnd("</body>", by: "\(rules)<script>\(script)</script></body>")
    }

    /// A page as wide as a phone, in a frame: no window of the browser is so narrow.
    static func frame(_ file: String, width: Int, height: Int) -> String {
        """
        <!doctype html><meta charset=utf-8><meta name="color-scheme" content="light dark">
        <style>body{margin:0}iframe{border:0;display:block}</style>
        <iframe src="\(file)" width="\(width)" height="\(height)"></iframe><pre id="said"></pre>
        <script>addEventListener('message',e=>{said.textContent+=e.data})</script>
        """
    }

    private static let script = """
        addEventListener('load',async()=>{const wrong=[],say=w=>wrong.push(w);
        const $=(q,e=document)=>[...e.querySelectorAll(q)];
        if(document.documentElement.scrollWidth>innerWidth)
        say('the page scrolls sideways: '+document.documentElement.scrollWidth+' of '+innerWidth);
        performance.getEntriesByType('resource').forEach(r=>say('asked for '+r.name));
        \(texts)
        \(uses)
        $('button,a,summary').forEach(b=>{if(!b.textContent.trim())say('a control has no name')});
        $('.scroll').forEach(s=>{if(s.tabIndex!==0||!s.getAttribute('aria-label'))
        say('a table that scrolls cannot be reached')});
        $('details').forEach(d=>d.open=true);
        let checked=0;
        if(window.axe){const found=await axe.run(document);checked=found.passes.length;
        found.violations.forEach(v=>say('axe '+v.id+': '+v.nodes.length+' such as '
        +v.nodes[0].html.slice(0,200)))}
        const all='said:'+JSON.stringify({figures:$('figure').length,axe:checked,
        width:innerWidth,wrong:[...new Set(wrong)]})+':said';
        if(parent!==window)parent.postMessage(all,'*')});
        """

    /// Nothing is cut at a figure's edge, and no two texts lie on each other.
    private static let texts = """
        $('figure svg.figure').forEach(svg=>{const edge=svg.getBoundingClientRect();
        if(!edge.width)return;
        const all=$('text',svg).map(t=>[t.textContent,t.getBoundingClientRect()]);
        const name=svg.querySelector('title').textContent;
        all.forEach(([t,r],i)=>{
        if(r.left<edge.left-2||r.right>edge.right+2||r.top<edge.top-2||r.bottom>edge.bottom+2)
        say(name+': cut: '+t);
        all.slice(i+1).forEach(([u,s])=>{
        if(Math.min(r.right,s.right)-Math.max(r.left,s.left)>1&&
        Math.min(r.bottom,s.bottom)-Math.max(r.top,s.top)>3)say(name+': '+t+' lies on '+u)})})});
        """

    /// A table is sorted, an arm is hidden and shown again, values come up under the pointer.
    private static let uses = """
        const table=$('table.sort')[0],head=$('thead button',table)[2];
        head.click();
        const values=$('tbody tr',table).map(r=>+r.children[2].dataset.v);
        if(values.some((v,i)=>i&&v<values[i-1]))say('the table is not sorted');
        if(head.parentNode.getAttribute('aria-sort')!=='ascending')say('sorting is not told');
        const key=$('.legend button')[0],arm=$('figure svg .a0')[0];
        key.click();
        if(getComputedStyle(arm).display!=='none'||key.getAttribute('aria-pressed')!=='false')
        say('the arm is not hidden');
        key.click();
        if(getComputedStyle(arm).display==='none')say('the arm does not come back');
        const tip=document.getElementById('tip');
        const point=(e,x,y)=>e.dispatchEvent(new PointerEvent('pointermove',
        {bubbles:true,clientX:x,clientY:y}));
        point($('figure [data-tip]')[0],9,9);
        if(tip.style.display!=='block'||!tip.textContent)say('a mark says nothing');
        const line=$('figure svg[data-x]')[0];
        if(line){const r=line.getBoundingClientRect();
        point(line,r.left+r.width/2,r.top+r.height/2);
        if(!tip.textContent.startsWith('time'))say('a line says nothing')}
        """
}

extension String {
    /// The last place where something stands, replaced.
    fileprivate func replacingEnd(_ old: String, by new: String) -> String {
        guard let found = ranges(of: old).last else { return self + new }
        return self[..<found.lowerBound] + new + self[found.upperBound...]
    }
}
