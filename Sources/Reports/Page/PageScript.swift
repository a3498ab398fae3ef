// SPDX-License-Identifier: Apache-2.0
/// What a still page cannot do: values where the pointer is, arms shown and hidden, tables sorted.
///
/// It adds to what is there and asks for nothing: without it all is readable.
enum PageScript {
    static let text = """
        (()=>{'use strict';
        const $=(q,e=document)=>[...e.querySelectorAll(q)];
        const tip=document.createElement('div');tip.id='tip';tip.setAttribute('aria-hidden','true');
        document.body.append(tip);
        const hide=()=>{tip.style.display='none'};
        const show=(text,x,y)=>{tip.textContent=text;tip.style.display='block';
        const w=tip.offsetWidth,h=tip.offsetHeight;
        tip.style.left=Math.max(4,Math.min(x+14,innerWidth-w-6))+'px';
        tip.style.top=(y+h+20>innerHeight?y-h-12:y+16)+'px'};
        \(values)
        \(arms)
        \(sorting)
        addEventListener('keydown',e=>{if(e.key==='Escape')hide()});
        addEventListener('scroll',hide,{passive:true});
        })();
        """

    /// Of marks what their titles say; along a line the nearest row of the figure's table.
    private static let values = """
        $('svg.figure [class] > title').forEach(t=>{const e=t.parentNode;
        if(e.tagName==='svg')return;e.dataset.tip=t.textContent;t.remove()});
        $('figure svg.figure').forEach(svg=>{
        const ax=(svg.dataset.x||'').split(' ').map(Number);
        const table=svg.closest('figure').querySelector('table');
        const heads=table?$('thead th',table).map(h=>h.textContent):[];
        const rows=ax.length===4&&table?$('tbody tr',table).map(r=>[...r.children]
        .map(c=>c.textContent)):[];
        let ruler;
        if(rows.length){ruler=document.createElementNS('http://www.w3.org/2000/svg','path');
        ruler.setAttribute('class','axis');svg.append(ruler)}
        svg.addEventListener('pointermove',e=>{
        const mark=e.target.closest('[data-tip]');
        if(mark)return show(mark.dataset.tip,e.clientX,e.clientY);
        if(!rows.length)return hide();
        const box=svg.getBoundingClientRect(),view=svg.viewBox.baseVal;
        const x=(e.clientX-box.left)*view.width/box.width;
        if(x<ax[0]-4||x>ax[1]+4){ruler.removeAttribute('d');return hide()}
        const at=ax[2]+(x-ax[0])/(ax[1]-ax[0])*(ax[3]-ax[2]);
        const row=rows.reduce((a,b)=>Math.abs(parseFloat(b[0])-at)<Math.abs(parseFloat(a[0])-at)?b:a);
        const px=ax[0]+(parseFloat(row[0])-ax[2])/(ax[3]-ax[2])*(ax[1]-ax[0]);
        ruler.setAttribute('d','M'+px.toFixed(1)+' 26V'+(view.height-40));
        let text=heads[0]+': '+row[0];
        for(let i=1;i+1<row.length;i+=2)text+='\\n'+heads[i]+': '+row[i]+' ('+row[i+1]+')';
        show(text,e.clientX,e.clientY)});
        svg.addEventListener('pointerleave',()=>{hide();if(ruler)ruler.removeAttribute('d')});
        });
        """

    private static let arms = """
        $('.legend').forEach(l=>{l.querySelector('.hint').hidden=false;
        $('.key',l).forEach(k=>{const b=document.createElement('button');b.className=k.className;
        b.type='button';b.innerHTML=k.innerHTML;b.setAttribute('aria-pressed','true');
        const c=k.dataset.arm;
        b.addEventListener('click',()=>{const on=b.getAttribute('aria-pressed')!=='true';
        b.setAttribute('aria-pressed',on);
        $('main svg.figure .'+c).forEach(e=>{e.style.display=on?'':'none'})});
        k.replaceWith(b)})});
        """

    /// By what stands in `data-v` where it does, else by the text.
    private static let sorting = """
        $('table.sort').forEach(t=>{const body=t.tBodies[0];
        $('thead th',t).forEach((h,i)=>{const b=document.createElement('button');
        b.type='button';b.textContent=h.textContent;h.textContent='';h.append(b);
        b.addEventListener('click',()=>{const up=h.getAttribute('aria-sort')!=='ascending';
        $('thead th',t).forEach(o=>o.removeAttribute('aria-sort'));
        h.setAttribute('aria-sort',up?'ascending':'descending');
        const key=r=>r.children[i].dataset.v??r.children[i].textContent;
        body.append(...[...body.rows].sort((p,q)=>{const a=key(p),b=key(q);
        const d=a!==''&&b!==''&&!isNaN(a)&&!isNaN(b)?a-b:a.localeCompare(b,'en',{numeric:true});
        return up?d:-d}))})})});
        """
}
